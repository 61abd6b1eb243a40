/**
 * Shows a text in Markdown as elements. No HTML is ever made from it, so nothing in a text can become markup of ours.
 */
import { Image } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Token, Tokens } from 'marked'
import { createElement, Fragment, type ReactNode, useMemo } from 'react'
import classes from './markdown.module.css'
import { isSafeLink, type Mention, readMarkdown } from './read-markdown.ts'

interface MarkdownProps {
  readonly text: string
  /** How a mention is drawn; without it, as its name. */
  readonly mention?: (mention: Mention) => ReactNode
  /** For texts we ship ourselves: headings, tables and rules too, pictures of `docs/` and the way from one article to the next. */
  readonly full?: boolean
}

export function Markdown({ text, mention, full = false }: MarkdownProps) {
  const tokens = useMemo(() => readMarkdown(text, full), [text, full])
  return (
    <div className={classes.text}>
      {draw(tokens, { mention: mention ?? (({ name }) => `@${name}`), depth: 0, full })}
    </div>
  )
}

interface Drawing {
  readonly mention: (mention: Mention) => ReactNode
  readonly depth: number
  readonly full: boolean
}

/** Deeper than anybody writes by hand, and safe for the browser's stack. */
const deepest = 24

function draw(tokens: readonly Token[] | undefined, drawing: Drawing): ReactNode {
  const inside = { ...drawing, depth: drawing.depth + 1 }
  return tokens?.map((token, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: tokens of one text keep their places
    <Fragment key={place}>{inside.depth > deepest ? token.raw : drawOne(token, inside)}</Fragment>
  ))
}

type Draw = (token: Tokens.Generic, children: () => ReactNode, drawing: Drawing) => ReactNode

const drawers: Readonly<Record<string, Draw>> = {
  space: () => null,
  hr: () => <hr />,
  br: () => <br />,
  paragraph: (_, children) => <p>{children()}</p>,
  strong: (_, children) => <strong>{children()}</strong>,
  em: (_, children) => <em>{children()}</em>,
  del: (_, children) => <del>{children()}</del>,
  blockquote: (_, children) => <blockquote>{children()}</blockquote>,
  codespan: token => <code>{token.text}</code>,
  code: token => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <pre tabIndex={0}>
      <code>{token.text}</code>
    </pre>
  ),
  heading: (token, children) => createElement(`h${Math.min(6, Number(token.depth) + 2)}`, null, children()),
  list: (token, _, drawing) => drawList(token as Tokens.List, drawing),
  link: (token, children, { full }) => {
    const [, article, section = ''] = (full && /^([\w-]+)\.md(?:#([\w-]+))?$/.exec(String(token.href))) || []
    if (!article) return <Outside href={String(token.href)}>{children()}</Outside>
    return (
      <Link to={`/help/${article}`} hash={section}>
        {children()}
      </Link>
    )
  },
  image: (token, _, { full }) => {
    const [, name] = (full && /^\.\.\/pictures\/([\w.-]+)\.light\.png$/.exec(String(token.href))) || []
    return name ? <Picture name={name} says={String(token.text)} /> : token.raw
  },
  mention: (token, _, drawing) => drawing.mention(token as unknown as Mention),
  text: (token, children) => (token.tokens ? children() : token.text),
  escape: token => token.text,
  table: (token, _, drawing) => drawTable(token as Tokens.Table, drawing),
}

function drawOne(token: Token, drawing: Drawing): ReactNode {
  const drawer = drawers[token.type]
  const children = () => draw((token as Tokens.Generic).tokens, drawing)
  return drawer ? drawer(token as Tokens.Generic, children, drawing) : token.raw
}

function drawList(list: Tokens.List, drawing: Drawing): ReactNode {
  const items = list.items.map((item, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items of one list keep their places
    <li key={place}>{draw(item.tokens, drawing)}</li>
  ))
  return list.ordered ? <ol start={Number(list.start) || 1}>{items}</ol> : <ul>{items}</ul>
}

function drawTable({ header, rows }: Tokens.Table, drawing: Drawing): ReactNode {
  const row = (cells: Tokens.TableCell[], kind: 'th' | 'td', key: number) => (
    <tr key={key}>{cells.map((cell, place) => createElement(kind, { key: place }, draw(cell.tokens, drawing)))}</tr>
  )
  return (
    <table>
      <thead>{row(header, 'th', 0)}</thead>
      <tbody>{rows.map((cells, place) => row(cells, 'td', place))}</tbody>
    </table>
  )
}

/** One of `npm run pictures`, in the colours of the reader. */
const Picture = ({ name, says }: { name: string; says: string }) => (
  <>
    <Image src={`/pictures/${name}.light.png`} alt={says} className={classes.picture} darkHidden loading="lazy" />
    <Image src={`/pictures/${name}.dark.png`} alt={says} className={classes.picture} lightHidden loading="lazy" />
  </>
)

function Outside({ href, children }: { href: string; children: ReactNode }) {
  if (!isSafeLink(href)) return children
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}
