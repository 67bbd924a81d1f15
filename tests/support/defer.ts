/** A promise and what settles it, for a test that must hold two things at one point. (Promise.withResolvers comes with Node 22.) */
export function defer<T = undefined>(): {
  readonly promise: Promise<T>
  readonly resolve: (value: T | PromiseLike<T>) => void
} {
  let settle: (value: T | PromiseLike<T>) => void = () => undefined
  const promise = new Promise<T>((resolve) => (settle = resolve))
  return { promise, resolve: (value) => settle(value) }
}
