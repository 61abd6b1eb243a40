/** One event of a stream in the format of server-sent events. */
export interface StreamEvent {
  readonly id: string | undefined
  readonly data: string
}

/**
 * Reads server-sent events from pieces of text, whole events only. We read the stream ourselves because the browser's EventSource
 * hides the status: a stream that ended with 401 must sign out, one that broke must come again.
 */
export function eventReader(take: (event: StreamEvent) => void): (piece: string) => void {
  let rest = ''
  return piece => {
    const blocks = (rest + piece).split(/\r?\n\r?\n/)
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = readBlock(block)
      if (event) take(event)
    }
  }
}

/** Comments (`: …`) are heartbeats: they say nothing. */
function readBlock(block: string): StreamEvent | undefined {
  let id: string | undefined
  const data: string[] = []
  for (const line of block.split(/\r?\n/)) {
    const [, field, value = ''] = /^([^:]+)(?::[ ]?(.*))?$/.exec(line) ?? []
    if (field === 'id') id = value
    if (field === 'data') data.push(value)
  }
  return data.length || id !== undefined ? { id, data: data.join('\n') } : undefined
}
