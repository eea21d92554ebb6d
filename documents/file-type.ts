/** Kinds of file that are taken, by what they are and not by what they are called. */
export const fileTypes = ['docx', 'pdf', 'txt'] as const;
export type FileType = (typeof fileTypes)[number];

export const mimeTypes = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  txt: 'text/plain; charset=utf-8',
} as const satisfies Record<FileType, string>;

/** The kind of file a media type stands for, or undefined. */
export function fileTypeOf(mime: string): FileType | undefined {
  const bare = (text: string) => text.split(';', 1)[0]?.trim().toLowerCase();
  return fileTypes.find((type) => bare(mimeTypes[type]) === bare(mime));
}

/** Something about a file that its readers should know, though it is taken. */
export const fileRemarks = ['encrypted', 'embeddedFiles', 'trackedChanges'] as const;
export type FileRemark = (typeof fileRemarks)[number];
