import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  changeDetails,
  changeDirectory,
  changeLogIn,
  changeLogo,
  changeSecurity,
  createCustomIntegration,
  createToken,
  endToken,
  giveBackPermissions,
  listBots,
  listDeletedIntegrations,
  listProgramPermissions,
  type OverlapHours,
  removeLogo,
  resetSecret,
  showSecret,
  undeleteIntegration,
} from '../../contract/api/custom-integrations.ts'
import type { Integration } from '../../contract/api/integrations.ts'
import type { BodyOf } from '../../contract/api/route.ts'
import { call } from './call.ts'
import { take } from './integrations.ts'
import { ask } from './query.ts'

export const programPermissions = ask(listProgramPermissions)
export const deletedIntegrations = ask(listDeletedIntegrations)
export const botsFound = (search: string | undefined) => ask(listBots, { query: { ...(search && { search }) } })

/** Making one, and bringing one back. */
export function useCustomIntegrations() {
  const client = useQueryClient()
  const onSuccess = (integration: Integration) => {
    take(client, integration)
    void client.invalidateQueries({ queryKey: [listDeletedIntegrations.path] })
  }
  return {
    create: useMutation({
      mutationFn: (body: BodyOf<typeof createCustomIntegration>) => call(createCustomIntegration, { body }),
      onSuccess,
      meta: { quiet: true },
    }),
    undelete: useMutation({
      mutationFn: (integrationKey: string) => call(undeleteIntegration, { params: { integrationKey } }),
      onSuccess,
    }),
  }
}

/** What is changed on the page of one. */
export function useProgram(integrationKey: string) {
  const client = useQueryClient()
  const params = { integrationKey }
  const onSuccess = (integration: Integration) => take(client, integration)
  return {
    details: useMutation({
      mutationFn: (body: BodyOf<typeof changeDetails>) => call(changeDetails, { params, body }),
      onSuccess,
      meta: { quiet: true },
    }),
    logo: useMutation({
      mutationFn: (picture: string | null) =>
        picture === null ? call(removeLogo, { params }) : call(changeLogo, { params, body: { picture } }),
      onSuccess,
    }),
    security: useMutation({
      mutationFn: (body: BodyOf<typeof changeSecurity>) => call(changeSecurity, { params, body }),
      onSuccess,
      meta: { quiet: true },
    }),
    directory: useMutation({
      mutationFn: (invitesAtOnce: boolean) => call(changeDirectory, { params, body: { invitesAtOnce } }),
      onSuccess,
    }),
    logIn: useMutation({
      mutationFn: (body: BodyOf<typeof changeLogIn>) => call(changeLogIn, { params, body }),
      onSuccess,
      meta: { quiet: true },
    }),
    giveBack: useMutation({
      mutationFn: (permissions: string[]) => call(giveBackPermissions, { params, body: { permissions } }),
      onSuccess,
    }),
    endToken: useMutation({
      mutationFn: (tokenId: string) => call(endToken, { params: { integrationKey, tokenId } }),
      onSuccess,
    }),
  }
}

/** Secrets stay with who asked, in the component that shows them: no cache keeps one. */
export function useSecrets(integrationKey: string) {
  const client = useQueryClient()
  const params = { integrationKey }
  const onSuccess = ({ integration }: { integration: Integration }) => take(client, integration)
  return {
    show: useMutation({ mutationFn: () => call(showSecret, { params }), gcTime: 0 }),
    reset: useMutation({
      mutationFn: (overlapHours: OverlapHours) => call(resetSecret, { params, body: { overlapHours } }),
      onSuccess,
      gcTime: 0,
    }),
    createToken: useMutation({
      mutationFn: (overlapHours: OverlapHours) => call(createToken, { params, body: { overlapHours } }),
      onSuccess,
      gcTime: 0,
    }),
  }
}
