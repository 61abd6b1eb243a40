import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readArticle, readArticles } from './articles.ts'

test('both languages have the same articles, for the same readers, with the same sections in the same order', () => {
  const shape = (language: 'en' | 'fr') =>
    Object.fromEntries(
      readArticles(language).map(({ key, readers, sections }) => [
        key,
        { readers, sections: sections.map(one => one.key) },
      ]),
    )
  expect(Object.keys(shape('en'))).toContain('third-party-integrations')
  expect(shape('fr')).toEqual(shape('en'))
})

test('no section is without a name, a title and a text, and none is named twice', () => {
  for (const article of [...readArticles('en'), ...readArticles('fr')]) {
    for (const { key, title, text } of article.sections) expect([key, title, text], article.key).not.toContain('')
    expect(new Set(article.sections.map(one => one.key)).size).toBe(article.sections.length)
    // A heading without a name would be lost in the section before it.
    const texts = [article.intro, ...article.sections.map(one => one.text)]
    expect(
      texts.filter(text => /^## |^# /m.test(text)),
      article.key,
    ).toEqual([])
  }
})

test('links to other articles and pictures lead somewhere', () => {
  const pictures = new Set(readdirSync(new URL('../../docs/pictures/', import.meta.url)))
  const articles = readArticles('en')
  for (const article of [...articles, ...readArticles('fr')]) {
    const text = [article.intro, ...article.sections.map(one => one.text)].join('\n')
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue
      const [, picture] = /^\.\.\/pictures\/([\w.-]+)\.light\.png$/.exec(target) ?? []
      const [, key, section] = /^([\w-]+)\.md(?:#([\w-]+))?$/.exec(target) ?? []
      const there = articles.find(one => one.key === key)
      if (picture)
        expect([...pictures], target).toEqual(expect.arrayContaining([`${picture}.light.png`, `${picture}.dark.png`]))
      else
        expect(
          there && (!section || there.sections.some(one => one.key === section)),
          `${article.key}: ${target}`,
        ).toBe(true)
    }
  }
})

test('an article that does not say whom it is for is refused by name', () => {
  expect(() => readArticle('lost', '# Title\n\nText')).toThrow('lost.md must begin with <!-- for')
  expect(() => readArticle('lost', '<!-- for nobody -->\n# Title\n\nText')).toThrow('lost.md')
})
