const longest = 200

/** What a file is called, without a folder, and without signs that turn text around or cannot be seen. */
export function fileName(given: string, otherwise = 'file'): string {
  const last = given.split(/[/\\]/).at(-1) ?? ''
  const clean = last
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replace(/["<>|:*?]/g, '_')
    .trim()
  if (clean === '' || /^\.+$/.test(clean)) return otherwise
  const ending = /\.[^.]{1,20}$/.exec(clean)?.[0] ?? ''
  return clean.length <= longest ? clean : clean.slice(0, longest - ending.length) + ending
}

/** The same name with another ending. */
export const withEnding = (name: string, ending: string): string => `${name.replace(/\.[^.]{1,20}$/, '')}.${ending}`
