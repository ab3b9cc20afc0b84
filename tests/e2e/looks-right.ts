import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** `PAGE_PICTURES=folder` keeps pictures of the pages that are looked at. */
const PICTURES = process.env.PAGE_PICTURES

/** Keeps a picture of the page as it is now, when somebody wants to look at it. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png` })
}

/** Waits until a page has taken on another colour scheme: what is out of sight is drawn anew a frame later. */
async function isRepainted(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resume) => requestAnimationFrame(() => requestAnimationFrame(resume))),
  )
  await page.waitForFunction(() => {
    const ink = getComputedStyle(document.body).color
    return [...document.querySelectorAll('.chapter-text p')].every(
      (block) => getComputedStyle(block).color === ink,
    )
  })
}

/** Nothing hangs over the edge at two widths, by day and by night, and nobody is kept out. */
export async function looksRight(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await isRepainted(page)
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 })
      await page.evaluate(() => window.scrollTo(0, 0))
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
      await keepPicture(page, `${name}-${width}-${colorScheme}`)
    }
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 900 })
}
