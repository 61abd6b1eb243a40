/** What a tab tells the worker. `who` is the seat signed in: the stream of another one is of no use. */
export type ToWorker = { readonly type: 'follow'; readonly who: string } | { readonly type: 'bye' }

export type FromWorker =
  | { readonly type: 'opened' | 'ended'; readonly who: string }
  | { readonly type: 'frame'; readonly who: string; readonly data: string }
