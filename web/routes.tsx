/**
 * Every screen, one line each: its address, and where it is. Screens are read when they are first gone to. This file alone joins
 * them; a screen never imports another.
 */
import type { QueryClient } from '@tanstack/react-query'
import {
  type AnyRoute,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { Broken } from './shell/broken.tsx'
import { Missing } from './shell/missing.tsx'
import { Outermost } from './shell/outermost.tsx'

interface Reach {
  readonly client: QueryClient
}

const root = createRootRouteWithContext<Reach>()({ component: Outermost, notFoundComponent: Missing })

/** What needs a person: drawn inside the frame. */
const framed = createRoute({
  getParentRoute: () => root,
  id: 'framed',
  component: lazyRouteComponent(() => import('./shell/frame.tsx'), 'Frame'),
})

/** What is around everything of a group. */
const group = createRoute({
  getParentRoute: () => framed,
  path: '/groups/$groupId',
  component: lazyRouteComponent(() => import('./groups/group-screen.tsx'), 'GroupScreen'),
})

// biome-ignore format: one line per screen
const openScreens: AnyRoute[] = [
  screen('/sign-in', async () => (await import('./sign-in/sign-in-screen.tsx')).SignInScreen, root),
  screen('/forgotten', async () => (await import('./sign-in/forgotten-screen.tsx')).ForgottenScreen, root),
  screen('/welcome/$tokenKey', async () => (await import('./sign-in/link-screen.tsx')).LinkScreen, root),
  screen('/dialog/oauth', async () => (await import('./log-in/dialog-screen.tsx')).DialogScreen, root),
  screen('/$version/dialog/oauth', async () => (await import('./log-in/dialog-screen.tsx')).DialogScreen, root),
  screen('/setup', async () => (await import('./setup/setup-screen.tsx')).SetupScreen, root),
]

// biome-ignore format: one line per screen
const groupScreens: AnyRoute[] = [
  screen('/', async () => (await import('./groups/group-posts.tsx')).GroupPosts, group),
  screen('/about', async () => (await import('./groups/group-about.tsx')).GroupAbout, group),
  screen('/files', async () => (await import('./groups/group-files.tsx')).GroupFiles, group),
  screen('/members', async () => (await import('./groups/group-members.tsx')).GroupMembers, group),
  screen('/events', async () => (await import('./groups/group-events.tsx')).GroupEvents, group),
  screen('/integrations', async () => (await import('./groups/integrations-part.tsx')).IntegrationsPart, group),
  screen('/settings', async () => (await import('./groups/group-settings.tsx')).GroupSettings, group),
]

// biome-ignore format: one line per screen
const framedScreens: AnyRoute[] = [
  screen('/', async () => (await import('./feed/home-screen.tsx')).HomeScreen),
  screen('/posts/$postId', async () => (await import('./feed/post-screen.tsx')).PostScreen),
  screen('/groups/new', async () => (await import('./groups/new-group-screen.tsx')).NewGroupScreen),
  screen('/explore/groups', async () => (await import('./groups/discover-screen.tsx')).DiscoverScreen),
  screen('/people/$memberId', async () => (await import('./people/profile-screen.tsx')).ProfileScreen),
  screen('/notifications', async () => (await import('./notifications/notifications-screen.tsx')).NotificationsScreen),
  screen('/messages', async () => (await import('./messages/threads-screen.tsx')).ThreadsScreen),
  screen('/messages/$threadId', async () => (await import('./messages/thread-screen.tsx')).ThreadScreen),
  screen('/search', async () => (await import('./search/search-screen.tsx')).SearchScreen),
  screen('/account', async () => (await import('./account/account-screen.tsx')).AccountScreen),
  screen('/device', async () => (await import('./log-in/device-screen.tsx')).DeviceScreen),
  screen('/sharer.php', async () => (await import('./share/share-screen.tsx')).ShareScreen),
  screen('/dialog/share', async () => (await import('./share/share-screen.tsx')).ShareScreen),
  screen('/$version/dialog/share', async () => (await import('./share/share-screen.tsx')).ShareScreen),
  screen('/explore/integrations', async () => (await import('./explore/integrations-screen.tsx')).ExploreIntegrationsScreen),
  screen('/explore/integrations/$integrationKey', async () => (await import('./explore/integration-screen.tsx')).ExploreIntegrationScreen),
  screen('/explore/bots', async () => (await import('./explore/bots-screen.tsx')).BotsScreen),
  screen('/help', async () => (await import('./help/help-screen.tsx')).HelpScreen),
  screen('/help/$articleKey', async () => (await import('./help/article-screen.tsx')).HelpArticleScreen),
  screen('/explore/graph', async () => (await import('./explore/graph-screen.tsx')).GraphScreen),
  screen('/admin/integrations', async () => (await import('./admin/integrations/directory-screen.tsx')).DirectoryScreen),
  screen('/admin/integrations/new', async () => (await import('./admin/integrations/new-custom-screen.tsx')).NewCustomScreen),
  screen('/admin/integrations/permissions', async () => (await import('./admin/permissions-data/permissions-data-screen.tsx')).PermissionsDataScreen),
  screen('/admin/integrations/receipts/$receiptId', async () => (await import('./admin/integrations/receipt-screen.tsx')).ReceiptScreen),
  screen('/admin/integrations/$integrationKey', async () => (await import('./admin/integrations/integration-screen.tsx')).IntegrationScreen),
  screen('/admin/integrations/$integrationKey/add', async () => (await import('./admin/integrations/consent-screen.tsx')).ConsentScreen),
  screen('/admin/requests', async () => (await import('./admin/requests/requests-screen.tsx')).RequestsScreen),
  screen('/admin/requests/rules', async () => (await import('./admin/requests/policy-screen.tsx')).PolicyScreen),
  screen('/admin/activity', async () => (await import('./admin/activity/activity-screen.tsx')).ActivityScreen),
  screen('/admin/activity/settings', async () => (await import('./admin/activity/settings-screen.tsx')).LogSettingsScreen),
  screen('/admin/audit', async () => (await import('./admin/audit/audit-screen.tsx')).AuditScreen),
  screen('/admin/people', async () => (await import('./admin/people/people-screen.tsx')).PeopleScreen),
  screen('/admin/reports', async () => (await import('./admin/reports/reports-screen.tsx')).ReportsScreen),
  screen('/admin/badges', async () => (await import('./admin/badges/badges-screen.tsx')).BadgesScreen),
]

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      ...openScreens,
      framed.addChildren([...framedScreens, group.addChildren(groupScreens)]),
    ]),
    context: { client },
    defaultPreload: 'intent',
    defaultPendingMs: 200,
    defaultErrorComponent: Broken,
    scrollRestoration: true,
    parseSearch: text => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: query => searchOf(query),
  })
}

/** `read` answers the screen's component; it is called once. */
function screen(path: string, read: () => Promise<ComponentType>, parent: AnyRoute = framed): AnyRoute {
  const component = lazyRouteComponent(async () => ({ default: await read() }))
  return createRoute({ getParentRoute: () => parent, path, component })
}

/** Queries of addresses are plain text, so that a link can be read and written by hand. */
function searchOf(query: Record<string, unknown>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return text && `?${text}`
}
