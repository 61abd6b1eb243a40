import type { SandboxDesk } from '../sandbox.ts'
import { firstItems, itemJson, type PlayedItem } from './sandbox-data.ts'

type Happening = (
  contract: PlayedItem,
  all: readonly PlayedItem[],
  desk: SandboxDesk,
) => { readonly trigger: string; readonly source?: object }

/** What each event does to the contract, and what it says of it. */
export const eventNames: Readonly<Record<string, Happening>> = {
  'Lucie uploads the contract anew': () => ({ trigger: 'FILE.UPLOADED' }),
  'Lucie renames the contract': contract => {
    contract.name = contract.name.replace('Supplier contract', 'Signed contract')
    return { trigger: 'FILE.RENAMED' }
  },
  'Lucie comments on it': (contract, all, desk) => ({
    trigger: 'COMMENT.CREATED',
    source: { type: 'comment', id: '7', message: 'Signed yesterday.', item: itemJson(contract, all, desk) },
  }),
  'Lucie moves it': () => ({ trigger: 'FILE.MOVED' }),
  'Lucie copies it': () => ({ trigger: 'FILE.COPIED' }),
  'Lucie locks it': () => ({ trigger: 'FILE.LOCKED' }),
  'Lucie unlocks it': () => ({ trigger: 'FILE.UNLOCKED' }),
  'Lucie puts it into the trash': contract => {
    contract.trashed = true
    return { trigger: 'FILE.TRASHED' }
  },
  'Lucie takes it out of the trash': contract => {
    contract.trashed = false
    return { trigger: 'FILE.RESTORED' }
  },
  'Lucie makes a folder': (_contract, all, desk) => {
    const [folder] = firstItems(desk)
    const made = { ...folder, id: '5000009', name: 'Offers', parent: '5000001' } as PlayedItem
    return { trigger: 'FOLDER.CREATED', source: itemJson(made, all, desk) }
  },
  'Box deletes the webhook': () => ({ trigger: 'WEBHOOK.DELETED', source: {} }),
  'The account behind it has no token left': () => ({ trigger: 'NO_ACTIVE_SESSION', source: {} }),
  'Somebody looks at it': () => ({ trigger: 'FILE.PREVIEWED' }),
  'Something Box does not send': () => ({ trigger: 'COFFEE READY' }),
}
