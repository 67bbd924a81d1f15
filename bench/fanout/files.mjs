/** Files, pipes and connections to the database that a process has open beside its subscribers. */
const OTHER_FILES = 100

/**
 * What speaks against so many subscribers on this machine; null when nothing does. A server and the readers hold one file for each.
 *
 * @param {number} subscribers
 */
export function tooFewFiles(subscribers) {
  const limit = process.report.getReport().userLimits?.open_files?.soft
  if (typeof limit !== 'number' || limit >= subscribers + OTHER_FILES) return null
  return `${subscribers} subscribers need ${subscribers + OTHER_FILES} open files in one process and the limit here is ${limit}: raise it (ulimit -n).`
}
