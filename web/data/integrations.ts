import { keepPreviousData, type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { endConnection, listConnections } from '../../contract/api/connections.ts'
import { type DirectorySort, listIntegrationNames, listIntegrations } from '../../contract/api/directory.ts'
import {
  changeGroupsConfigure,
  changeNoticeRoute,
  foreseeRemovalFromGroup,
  listGroupIntegrations,
  listGroupsLeft,
  muteIntegration,
  type NoticeRoute,
  putIntegrationBack,
  removeIntegrationFromGroup,
  removeNoticeRoute,
} from '../../contract/api/group-integrations.ts'
import {
  changeGrant,
  changeOwner,
  changeSettings,
  disableIntegration,
  enableIntegration,
  foreseeLeaves,
  foreseeRemoval,
  getIntegration,
  type Integration,
  type IntegrationStatus,
  listInboundEvents,
  listIntegrationAudit,
  type Origin,
  reconnect,
  removeIntegration,
  replayInboundEvent,
  restoreIntegration,
} from '../../contract/api/integrations.ts'
import { getOverseen, listOverseen } from '../../contract/api/oversight.ts'
import { homeFeed } from '../../contract/api/posts.ts'
import { listReceipts } from '../../contract/api/receipts.ts'
import type { BodyOf } from '../../contract/api/route.ts'
import type { FormValues } from '../../contract/form.ts'
import { call } from './call.ts'
import { ask, askPages, keyOf } from './query.ts'

interface DirectoryAsked {
  readonly search: string | undefined
  readonly category?: string | undefined
  readonly status?: string | undefined
  readonly origin?: Origin | undefined
  readonly sort?: string | undefined
}

export const directory = ({ search, category, status, origin, sort }: DirectoryAsked) =>
  askPages(listIntegrations, {
    query: {
      limit: 50,
      ...(search && { search }),
      ...(category && { category: category as 'projects' }),
      ...(status && { status: status as IntegrationStatus }),
      ...(origin && { origin }),
      ...(sort && { sort: sort as DirectorySort }),
    },
  })
/** Names to choose one by, as somebody types; the chosen one is among them. */
export const integrationNames = (search: string, chosen: string | undefined) => ({
  ...ask(listIntegrationNames, { query: { ...(search && { search }), ...(chosen && { chosen }) } }),
  placeholderData: keepPreviousData,
})
export const oneIntegration = (integrationKey: string) => ask(getIntegration, { params: { integrationKey } })
export const removalOf = (integrationKey: string) => ({
  ...ask(foreseeRemoval, { params: { integrationKey } }),
  staleTime: 0,
})
/** Where things would go with these settings. What is typed into a secret stays in its field. */
export const leavesWith = (integration: Integration, settings: FormValues) => {
  const secret = integration.admin?.settings.filter(field => field.kind === 'secret').map(field => field.name) ?? []
  const open = Object.fromEntries(Object.entries(settings).filter(([name]) => !secret.includes(name)))
  const params = { integrationKey: integration.id }
  return queryOptions({
    queryKey: [foreseeLeaves.path, params, open] as const,
    queryFn: ({ signal }) => call(foreseeLeaves, { params, body: { settings: open }, signal }),
    placeholderData: keepPreviousData,
  })
}
export const inboundEvents = (integrationKey: string, outcome: string | undefined) =>
  askPages(listInboundEvents, { params: { integrationKey }, query: { ...(outcome && { outcome }) } })
export const integrationAudit = (integrationKey: string) =>
  askPages(listIntegrationAudit, { params: { integrationKey } })
export const connectionsOf = (integrationKey: string) => askPages(listConnections, { params: { integrationKey } })
export function useEndConnection(integrationKey: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (accountId: string) => call(endConnection, { params: { integrationKey, accountId } }),
    onSuccess: () =>
      Promise.all(
        [listConnections, getIntegration, listIntegrationAudit].map(route =>
          client.invalidateQueries({ queryKey: [route.path] }),
        ),
      ),
  })
}
export const groupsLeft = (integrationKey: string) => ask(listGroupsLeft, { params: { integrationKey } })
export const removalFromGroup = (groupId: string, integrationKey: string) => ({
  ...ask(foreseeRemovalFromGroup, { params: { groupId, integrationKey } }),
  staleTime: 0,
})
export const groupIntegrations = (groupId: string, search?: string) =>
  askPages(listGroupIntegrations, { params: { groupId }, query: search ? { search } : {} })

/** Puts what was answered in place of what was known. */
export function take(client: QueryClient, integration: Integration): void {
  client.setQueryData(keyOf(getIntegration, { params: { integrationKey: integration.id } }), integration)
  for (const route of [
    listIntegrations,
    listIntegrationNames,
    listIntegrationAudit,
    listOverseen,
    getOverseen,
    listReceipts,
  ])
    void client.invalidateQueries({ queryKey: [route.path] })
}

/** What an administrator does to one integration; its page and the directory follow. */
export function useIntegration(integrationKey: string) {
  const client = useQueryClient()
  const params = { integrationKey }
  const lookAgain = () => lookAgainAt(client, integrationKey)
  const went = goOn(client)
  return {
    enable: useMutation({
      mutationFn: (body: BodyOf<typeof enableIntegration>) => call(enableIntegration, { params, body }),
      onSuccess: went,
      onError: lookAgain,
      meta: { quiet: true },
    }),
    changeOwner: useMutation({
      mutationFn: (body: BodyOf<typeof changeOwner>) => call(changeOwner, { params, body }),
      onSuccess: one => take(client, one),
    }),
    changeGrant: useMutation({
      mutationFn: (body: BodyOf<typeof changeGrant>) => call(changeGrant, { params, body }),
      onSuccess: one => take(client, one),
      onError: lookAgain,
      meta: { quiet: true },
    }),
    changeSettings: useMutation({
      mutationFn: (body: BodyOf<typeof changeSettings>) => call(changeSettings, { params, body }),
      onSuccess: one => take(client, one),
      meta: { quiet: true },
    }),
    reconnect: useMutation({
      mutationFn: () => call(reconnect, { params }),
      onSuccess: ({ signInUrl }) => location.assign(signInUrl),
    }),
    disable: useMutation({
      mutationFn: () => call(disableIntegration, { params }),
      onSuccess: ({ integration }) => take(client, integration),
    }),
    restore: useMutation({
      mutationFn: (revision: string) => call(restoreIntegration, { params, query: { revision } }),
      onSuccess: went,
      onError: lookAgain,
    }),
    remove: useMutation({
      mutationFn: () => call(removeIntegration, { params }),
      onSuccess: () => client.invalidateQueries(),
    }),
    replay: useMutation({
      mutationFn: (eventId: string) => call(replayInboundEvent, { params: { integrationKey, eventId } }),
      onSuccess: () => client.invalidateQueries({ queryKey: [listInboundEvents.path] }),
    }),
  }
}

/** Takes a disable back, as it was left; `refused` hears why not, wherever one is by then. */
export function useUndoStop(integrationKey: string, refused: (error: Error) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (revision: string) => call(restoreIntegration, { params: { integrationKey }, query: { revision } }),
    onSuccess: goOn(client),
    onError: error => {
      refused(error)
      void lookAgainAt(client, integrationKey)
    },
    meta: { quiet: true },
  })
}

/** It is on, or its service is asked for a sign-in first. */
const goOn =
  (client: QueryClient) =>
  ({ integration, signInUrl }: { integration: Integration; signInUrl: string | null }): void => {
    take(client, integration)
    if (signInUrl) location.assign(signInUrl)
  }

/** What was looked at is not how it stands any more: that is shown beside what was filled in. */
const lookAgainAt = (client: QueryClient, integrationKey: string): Promise<void> =>
  client.invalidateQueries({ queryKey: keyOf(getIntegration, { params: { integrationKey } }) })

export function useNoticeRoute(groupId: string, integrationKey: string) {
  const client = useQueryClient()
  const params = { groupId, integrationKey }
  const onSuccess = () => client.invalidateQueries({ queryKey: [listGroupIntegrations.path] })
  return {
    change: useMutation({
      mutationFn: (body: NoticeRoute) => call(changeNoticeRoute, { params, body }),
      onSuccess,
      meta: { quiet: true },
    }),
    remove: useMutation({ mutationFn: () => call(removeNoticeRoute, { params }), onSuccess }),
  }
}

/** What is done about one integration in one group. */
export function useGroupIntegration(groupId: string, integrationKey: string) {
  const client = useQueryClient()
  const params = { groupId, integrationKey }
  const stale = [listGroupIntegrations, listGroupsLeft, getIntegration, listIntegrations]
  const onSuccess = () => Promise.all(stale.map(route => client.invalidateQueries({ queryKey: [route.path] })))
  return {
    remove: useMutation({ mutationFn: () => call(removeIntegrationFromGroup, { params }), onSuccess }),
    putBack: useMutation({ mutationFn: () => call(putIntegrationBack, { params }), onSuccess }),
    mute: useMutation({
      mutationFn: (muted: boolean) => call(muteIntegration, { params, body: { muted } }),
      onSuccess: () =>
        client.invalidateQueries({
          predicate: ({ queryKey: [path] }) => path === listGroupIntegrations.path || path === homeFeed.path,
        }),
    }),
  }
}

export function useGroupsConfigure(integrationKey: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (allowed: boolean) => call(changeGroupsConfigure, { params: { integrationKey }, body: { allowed } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [getIntegration.path] }),
  })
}
