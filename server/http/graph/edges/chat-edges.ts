import { conversationsOf, membersOfConversations } from '../../../domain/chat/conversations.sql.ts'
import { addresseesOf, messagesById, messagesIn } from '../../../domain/chat/messages.sql.ts'
import { linksIn } from '../../../domain/posts/read-text.ts'
import type { Asked } from '../asked.ts'
import { asText } from '../lenient.ts'
import { type Edge, edge } from '../node.ts'
import { bare, conversations, readsAll } from '../nodes/conversation.ts'
import { members } from '../nodes/member.ts'
import { attachmentsOf, messages } from '../nodes/message.ts'
import { botProfilesOf, changeBotProfile, forgetBotProfile, readBotProfile } from '../writes/bot-profile.ts'
import { addParticipants, nameThreadOf, removeParticipants } from '../writes/chat.ts'
import { keepForMessages, readThreadOwner, sendTo } from '../writes/send.ts'
import { byId } from './community-edges.ts'

const newestFirst = (asked: Asked) => ({ ...byId(asked), ascending: asked.order === 'chronological' })

/** Threads are kept by their number; a caller knows them by `t_` and it. */
async function byThread<T>(parents: readonly string[], read: (ids: string[]) => Promise<ReadonlyMap<string, T>>) {
  const found = await read(parents.map(bare))
  return new Map(
    parents.flatMap(parent => {
      const one = found.get(bare(parent))
      return one === undefined ? [] : [[parent, one] as const]
    }),
  )
}

const threads = (path: string): Edge =>
  edge(path, {
    needs: [],
    to: conversations,
    pages: (call, parents, asked) => conversationsOf(call.caller.bot, parents, readsAll(call), newestFirst(asked)),
    cursorOf: row => row.key,
  })

export const memberChatEdges: Readonly<Record<string, Edge>> = {
  conversations: threads('conversations'),
  threads: threads('threads'),
  messages: { needs: ['message'], create: sendTo },
  message_attachments: { needs: ['message'], create: keepForMessages },
  thread_owner: { needs: [], answer: readThreadOwner },
  messenger_profile: {
    needs: [],
    answer: readBotProfile,
    list: botProfilesOf,
    create: changeBotProfile,
    remove: forgetBotProfile,
  },
  thread_settings: { needs: [], create: changeBotProfile, remove: forgetBotProfile },
}

/** Whoever archives messages reads the address without asking for it, and prints the name where there is none (workplace-graph-api.md 5.10, 5.11). */
const named = ['name', 'email', 'id']

const who = (path: string, former: boolean, changes: Pick<Edge, 'create' | 'remove'> = {}): Edge =>
  edge(path, {
    needs: [],
    to: members,
    defaults: named,
    pages: (call, parents, asked) =>
      byThread(parents, ids => membersOfConversations(call.caller.bot, ids, former, byId(asked))),
    cursorOf: row => row.id,
    ...changes,
  })

const written = (asked: Asked): boolean => asText(asked.params.source)?.toUpperCase() === 'PARTICIPANTS'

export const conversationEdges: Readonly<Record<string, Edge>> = {
  participants: who('participants', false, { create: addParticipants, remove: removeParticipants }),
  senders: who('senders', false),
  former_participants: who('former_participants', true),
  threadname: { needs: [], create: nameThreadOf },
  messages: edge('messages', {
    needs: [],
    to: messages,
    pages: (call, parents, asked) =>
      byThread(parents, ids =>
        messagesIn(
          call.caller.bot,
          ids,
          { asMember: asText(asked.params.user), written: written(asked), since: asked.since, until: asked.until },
          newestFirst(asked),
        ),
      ),
    cursorOf: row => row.id,
  }),
}

export const messageEdges: Readonly<Record<string, Edge>> = {
  /** Everybody in its thread but who wrote it. */
  to: edge('to', {
    needs: [],
    to: members,
    defaults: named,
    pages: (call, parents, asked) => byThread(parents, ids => addresseesOf(call.caller.bot, ids, byId(asked))),
    cursorOf: row => row.id,
  }),
  attachments: {
    needs: [],
    list: async (call, parents) => {
      const found = new Map(
        (await messagesById(call.caller.bot, parents.map(bare), readsAll(call))).map(row => [row.id, row]),
      )
      return new Map(
        parents.map(parent => {
          const row = found.get(bare(parent))
          return [parent, (row && attachmentsOf(row, call)) ?? { data: [] }]
        }),
      )
    },
  },
  shares: {
    needs: [],
    list: async (call, parents) => {
      const found = new Map(
        (await messagesById(call.caller.bot, parents.map(bare), readsAll(call))).map(row => [row.id, row]),
      )
      return new Map(
        parents.map(parent => [
          parent,
          { data: linksIn(found.get(bare(parent))?.text ?? '').map(link => ({ id: link, link, name: link })) },
        ]),
      )
    },
  },
}
