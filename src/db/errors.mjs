/**
 * What the person who starts Parley can put right: an address, a permission, a folder in use. Its message is one sentence or two for
 * that person, names the thing and the remedy, and holds no password. Whatever else goes wrong is our fault and has another class.
 */
export class ConfigurationError extends Error {
  /** @override */
  name = 'ConfigurationError'
}

/** Another process holds the data folder. It may be about to end, so whoever started by hand may try again. */
export class FolderInUseError extends ConfigurationError {
  /** @override */
  name = 'FolderInUseError'
}
