import { createElement, type ReactNode } from 'react'
import type { DrawnElement, DrawnNode } from './drawn'

function drawn(node: DrawnNode, key: number): ReactNode {
  if (typeof node === 'string') return node
  const { tag, paragraph, href, attributes, children } = node
  const place = paragraph === undefined ? {} : { 'data-p': paragraph }
  const link = href === undefined ? {} : { href, rel: 'noopener noreferrer nofollow', target: '_blank' }
  const inner = children.length > 0 ? children.map(drawn) : undefined
  return createElement(tag, { key, ...place, ...link, ...attributes }, inner)
}

/** Blocks of a chapter as elements: drawn on the server, and left alone by scripts. */
export function ProseBlocks({ blocks }: { blocks: readonly DrawnElement[] }) {
  return <>{blocks.map(drawn)}</>
}
