import type { Notice } from '../../../contract/notice.ts'
import { openText, seal } from '../../platform/secrets.ts'

const contextOf = (installationId: string): string => `notices:${installationId}`

/** What a notice says is kept sealed: a dump of the tables shows nobody's content. */
export const sealNotice = (installationId: string, notice: Notice): Buffer =>
  seal(JSON.stringify(notice), contextOf(installationId))

export const openNotice = (installationId: string, sealed: Buffer): Notice =>
  JSON.parse(openText(sealed, contextOf(installationId)))
