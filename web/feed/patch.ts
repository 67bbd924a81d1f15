/** Makes a part of a page what it is in a newer one, and touches nothing that is the same in both, so that the focus and the place of a reader stay. */
export function patch(old: Element, anew: Element): void {
  if (old.isEqualNode(anew)) return
  const children = [...old.childNodes]
  const wanted = [...anew.childNodes]
  if (
    children.length !== wanted.length ||
    children.some((child, index) => child.nodeName !== wanted[index]?.nodeName)
  ) {
    old.replaceChildren(...wanted.map((each) => old.ownerDocument.importNode(each, true)))
  } else
    for (const [index, child] of children.entries()) {
      const other = wanted[index]
      if (child instanceof Element && other instanceof Element) patch(child, other)
      else if (other && child.nodeValue !== other.nodeValue) child.nodeValue = other.nodeValue
    }
  for (const { name } of [...old.attributes]) if (!anew.hasAttribute(name)) old.removeAttribute(name)
  for (const { name, value } of anew.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value)
}
