'use client'

import './margin.css'
import { memo } from 'react'
import { TellDialog } from '@/components/receipts/tell-critics'
import type { MarginProps } from './margin-props'
import { useMargin } from './use-margin'
import { NarrowMargin } from './narrow-margin'
import { WideMargin } from './wide-margin'

/**
 * The critique of a chapter beside its words: cards level with their passages, a tray for those that lost them, and
 * on narrow screens the same as a sheet from below. It is not rendered again while somebody types.
 */
export const Margin = memo(function Margin(props: MarginProps) {
  const margin = useMargin(props)
  return (
    <>
      {margin.wide ? (
        <WideMargin margin={margin} props={props} />
      ) : (
        <NarrowMargin margin={margin} props={props} />
      )}
      {margin.telling ? (
        <TellDialog chapterId={props.chapterId} onOpenChange={margin.setTelling} onTold={margin.refresh} />
      ) : null}
    </>
  )
})
