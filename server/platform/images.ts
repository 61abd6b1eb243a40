import sharp from 'sharp'
import { takeTurns } from './turns.ts'

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

/** A picture as we keep it, in its own kind where browsers and programs know it. */
export interface MadePicture {
  readonly type: string
  readonly bytes: Buffer
  readonly width: number
  readonly height: number
}

/** Kinds that stay what they are; any other becomes a JPEG. What moves goes on moving. */
const kept: Readonly<Record<string, 'jpeg' | 'png' | 'webp' | 'gif'>> = {
  jpeg: 'jpeg',
  png: 'png',
  webp: 'webp',
  gif: 'gif',
}
/** Pictures are made this many at a time: each may fill a hundred megabytes while it is open. */
const inTurn = takeTurns(2)

/** The picture written anew: upright, within this many pixels each way, without the camera's notes or anything else that stood beside it. */
export function rewrite(bytes: Uint8Array, within: number): Promise<MadePicture> {
  return inTurn(async () => {
    try {
      const { format, pages = 1 } = await sharp(bytes, { limitInputPixels: mostPixels }).metadata()
      const moving = pages > 1
      const kind = kept[format ?? ''] ?? 'jpeg'
      const made = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', animated: moving })
        .timeout({ seconds: 20 })
        .rotate()
        .resize(within, within, { fit: 'inside', withoutEnlargement: true })
        .toFormat(kind, { quality: 86 })
        .toBuffer({ resolveWithObject: true })
      const { width, height, pageHeight } = made.info
      return { type: `image/${kind}`, bytes: made.data, width, height: pageHeight ?? height }
    } catch (error) {
      throw new NotPicture(error)
    }
  })
}
