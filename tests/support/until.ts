const LOOK_MS = 5

/** Waits until a condition holds, and fails when it does not within the time. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const dueAt = Date.now() + withinMs
  while (!(await holds())) {
    if (Date.now() > dueAt)
      throw new Error(`The condition did not hold within ${String(withinMs)} ms: ${holds.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
