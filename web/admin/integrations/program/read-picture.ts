/** Large enough for every place it is shown at; a photograph of a telephone need not travel whole. */
const within = 512

/** The picture as base64, made small here; nothing where the browser cannot read it. The server makes it anew. */
export async function readPicture(file: File): Promise<string | undefined> {
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, within / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    return canvas.toDataURL('image/png').split(',')[1]
  } catch {
    return undefined
  }
}
