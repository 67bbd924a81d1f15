/** The values of a service's metrics without labels, by name without the prefix "parley_". */
export async function metricsOf({ url }: { readonly url: string }): Promise<(name: string) => number | undefined> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const values = new Map([...text.matchAll(/^parley_(\w+) (\S+)$/gm)].map(([, name, value]) => [name, Number(value)]))
  return (name) => values.get(name)
}
