import { describeFile, type FileKind, listGroupFiles } from '../../contract/api/files.ts'
import { call } from './call.ts'
import { askPages } from './query.ts'

export const groupFiles = (groupId: string, asked: { search: string; kind: FileKind | undefined }) =>
  askPages(listGroupFiles, {
    params: { groupId },
    query: { ...(asked.search && { search: asked.search }), ...(asked.kind && { kind: asked.kind }) },
  })

export const describePicture = (fileId: string, description: string) =>
  call(describeFile, { params: { fileId }, body: { description } })
