/** Ends the process: with what was asked for, or with what is wrong. @param {number} code @param {string} text */
export function end(code, text) {
  ;(code === 0 ? process.stdout : process.stderr).write(text)
  process.exit(code)
}

/** A whole number. @throws with a sentence for whoever mistyped it */
export function whole(name, text, from, to) {
  const number = Number(text)
  if (/^\d+$/.test(text.trim()) && number >= from && number <= to) return number
  throw new Error(`--${name} takes a whole number from ${from} to ${to}, not "${text}".`)
}

/** Some of all, in their order. @throws with a sentence for whoever mistyped one */
export function some(name, text, all) {
  const asked = text.split(',').map((each) => each.trim())
  const unknown = asked.find((each) => !all.includes(each))
  if (unknown !== undefined) throw new Error(`--${name} knows no "${unknown}"; there are ${all.join(', ')}.`)
  return all.filter((each) => asked.includes(each))
}
