import sharp from 'sharp'
import { expect, test } from 'vitest'
import { NotPicture, shrink } from './images.ts'

test('a picture is made small, and forgets where it was taken', async () => {
  const large = await sharp({ create: { width: 3_000, height: 1_000, channels: 3, background: 'teal' } })
    .withExif({ IFD0: { Copyright: 'a-camera-note' } })
    .jpeg()
    .toBuffer()
  expect(large.includes('a-camera-note')).toBe(true)
  const small = await shrink(large, 640)
  const { format, width, height } = await sharp(small).metadata()
  expect({ format, width, height }).toEqual({ format: 'webp', width: 640, height: 213 })
  expect(small.includes('a-camera-note')).toBe(false)
})

test('a page, a cut picture and two hundred megapixels are no pictures', async () => {
  // Stretched, which takes a tenth of the time that filling it does.
  const huge = await sharp({ create: { width: 20, height: 10, channels: 3, background: 'white' } })
    .resize(20_000, 10_000, { fit: 'fill', kernel: 'nearest' })
    .png({ compressionLevel: 1 })
    .toBuffer()
  const before = process.memoryUsage.rss()
  for (const bytes of [
    Buffer.from('<!doctype html><script>1</script>'),
    huge.subarray(0, 2_000),
    huge,
    Buffer.alloc(0),
  ])
    await expect(shrink(bytes, 640)).rejects.toThrow(NotPicture)
  expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000)
})
