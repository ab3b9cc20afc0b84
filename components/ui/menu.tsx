'use client'

import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes'

const ITEM =
  'touch relative flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 text-[14px] outline-none select-none ' +
  'data-highlighted:bg-ink/7 data-disabled:cursor-not-allowed data-disabled:opacity-50'

interface MenuProps {
  /** One element that takes a ref: the button that opens the menu. */
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'center' | 'end'
}

/** A list of things to do that hangs on its button. */
export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={6}
          collisionPadding={10}
          className="animate-rise z-50 max-h-[70vh] min-w-52 overflow-y-auto rounded-card border border-rule bg-raised p-1.5 text-ink shadow-lift"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

interface MenuItemProps {
  children: ReactNode
  onSelect?: () => void
  /** Makes the item a plain link, for instance a download. */
  href?: string
  download?: boolean
  sign?: ReactNode
  tone?: 'plain' | 'danger'
  disabled?: boolean
}

/** One thing to do. */
export function MenuItem({
  children,
  onSelect,
  href,
  download,
  sign,
  tone = 'plain',
  disabled,
}: MenuItemProps) {
  const look = classes(ITEM, tone === 'danger' && 'text-danger')
  const inside = (
    <>
      {sign ? <span className="grid size-4 shrink-0 place-items-center [&>svg]:size-4">{sign}</span> : null}
      <span className="min-w-0 flex-1">{children}</span>
    </>
  )
  if (href)
    return (
      <DropdownMenu.Item asChild disabled={disabled} className={look}>
        <a href={href} download={download}>
          {inside}
        </a>
      </DropdownMenu.Item>
    )
  return (
    <DropdownMenu.Item disabled={disabled} onSelect={onSelect} className={look}>
      {inside}
    </DropdownMenu.Item>
  )
}

interface MenuChoiceProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string; hint?: string; disabled?: boolean }[]
  onChange: (value: T) => void
}

/** A group of items of which one holds. */
export function MenuChoice<T extends string>({ label, value, options, onChange }: MenuChoiceProps<T>) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      <MenuLabel>{label}</MenuLabel>
      {options.map((option) => (
        <DropdownMenu.RadioItem
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          className={classes(ITEM, 'py-1.5 pl-8')}
        >
          <DropdownMenu.ItemIndicator className="absolute left-2.5">
            <Check aria-hidden className="size-4 text-accent" />
          </DropdownMenu.ItemIndicator>
          <span>
            <span className="block">{option.label}</span>
            {option.hint ? <span className="block text-[12.5px] text-ink-soft">{option.hint}</span> : null}
          </span>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  )
}

/** A quiet heading inside a menu. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2.5 pt-2 pb-1 text-[12.5px] text-ink-soft">
      {children}
    </DropdownMenu.Label>
  )
}

/** A line between groups of items. */
export function MenuRule() {
  return <DropdownMenu.Separator className="mx-1 my-1.5 h-px bg-rule" />
}
