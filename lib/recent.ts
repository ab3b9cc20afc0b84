/** What was used last, up to a number of things: the one that nobody asked for the longest goes first. */
export class Recent<Key, Value> {
  readonly #held = new Map<Key, Value>()

  /** @param most how many things are held, at least one */
  constructor(private readonly most: number) {}

  /** What is held under the key, without counting as a use; undefined when nothing is. */
  get(key: Key): Value | undefined {
    return this.#held.get(key)
  }

  /** Holds the value as the one used last. @returns the value */
  use(key: Key, value: Value): Value {
    this.#held.delete(key)
    this.#held.set(key, value)
    const [oldest] = this.#held.keys()
    if (this.#held.size > this.most && oldest !== undefined) this.#held.delete(oldest)
    return value
  }
}
