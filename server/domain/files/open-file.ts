import { Refusal } from '../../platform/refusal.ts'
import type { Actor } from '../access/actor.ts'
import { type FormName, openFiles, type StoredForm } from './files.sql.ts'

export interface OpenedFile extends StoredForm {
  readonly name: string
  /** Shown in place; anything else is handed over to be saved. */
  readonly shown: boolean
}

/** A file to be read, where the actor may: asked anew each time, so that whoever lost the right has lost it. */
export async function openFile(actor: Actor, fileId: string, form: FormName): Promise<OpenedFile> {
  const [file] = await openFiles(actor, [fileId])
  const stored = file?.forms[form]
  if (!file || !stored) throw new Refusal('not_found')
  return { ...stored, name: file.name, shown: file.kind !== 'file' }
}
