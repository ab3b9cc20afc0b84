/** The first code unit of a spelling, and how many there are up to the surrogates. */
const FIRST_UNIT = 0x4e00
const UNITS = 0xd800 - FIRST_UNIT

/** Spells things as one code unit each, the same for equal ones, so that a diff of strings tells what changed. */
export class Speller {
  readonly #units = new Map<string, string>()

  /** True when there were more different things than units: then the spelling tells nothing. */
  get isFull(): boolean {
    return this.#units.size > UNITS
  }

  unit(key: string): string {
    const known = this.#units.get(key)
    if (known !== undefined) return known
    const unit = String.fromCharCode(FIRST_UNIT + this.#units.size)
    this.#units.set(key, unit)
    return unit
  }
}
