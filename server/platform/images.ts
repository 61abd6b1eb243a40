import sharp from 'sharp'

/** More pixels than this are not opened: a small file can hold a picture that fills the memory (200 megapixels take 800 MB). */
const mostPixels = 40_000_000

/** Not a picture, or one that is too large to open. */
export class NotPicture extends Error {
  constructor(cause: unknown) {
    super('not a picture that can be shown', { cause })
    this.name = 'NotPicture'
  }
}

/** A picture of ours made of somebody else's: WebP, within this many pixels each way, turned upright, without the camera's notes. */
export async function shrink(bytes: Uint8Array, within: number): Promise<Buffer> {
  try {
    return await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' })
      .timeout({ seconds: 5 })
      .rotate()
      .resize(within, within, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78 })
      .toBuffer()
  } catch (error) {
    throw new NotPicture(error)
  }
}
