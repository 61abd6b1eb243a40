/** Puts the whole address of a path of ours in the clipboard. */
export async function copyAddress(path: string): Promise<void> {
  const address = new URL(path, location.origin).href
  try {
    await navigator.clipboard.writeText(address)
  } catch {
    // Without https the clipboard is closed to pages; an old way through a chosen field is still open.
    copyThroughField(address)
  }
}

function copyThroughField(text: string): void {
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}
