const longest = 120;
/** Names that Windows keeps for devices, whatever follows the dot. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A file's name as it may be shown and saved anywhere: the last part of whatever path it came with, without characters
 * that act on a path, a shell or the direction of text, and with the extension of what the file really is.
 */
export function safeFileName(given: string, extension: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const cleaned = last
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out here
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff<>:"|?*;]/g, '')
    .replace(/\.[^.]{0,10}$/, '')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const stem = [...cleaned].slice(0, longest).join('').trim();
  return `${stem === '' || reserved.test(stem) ? `document${stem && `-${stem}`}` : stem}.${extension}`;
}

/** The header that has a file saved under its name by every browser, whatever characters the name has (RFC 6266, 5987). */
export function attachment(name: string): string {
  const plain = name.replace(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
