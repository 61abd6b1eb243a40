/** `/files/exports/…`: results of exports, for whoever holds the signed address. No token is asked for: programs fetch them with one and without. */
import type { FastifyInstance } from 'fastify'
import { readExport } from '../../domain/exports/ask-for-export.ts'
import { Refusal } from '../../platform/refusal.ts'
import { noteDownload } from './note-download.ts'

interface Asked {
  Params: { communityId: string; exportId: string }
  Querystring: { until?: string; signature?: string }
}

export async function exportRoutes(app: FastifyInstance): Promise<void> {
  app.get<Asked>('/files/exports/:communityId/:exportId', async (request, reply) => {
    const { params, query } = request
    const { communityId, exportId } = params
    if (![communityId, exportId].every(id => /^\d{1,18}$/.test(id))) throw new Refusal('not_found')
    const until = String(query.until ?? '')
    const { content, ...whose } = await readExport(communityId, exportId, {
      until,
      signature: String(query.signature ?? ''),
    })
    const bytes = content.length
    noteDownload(request, { communityId, ...whose, permission: 'export_people', status: 200, bytes })
    return reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="employees-${exportId}.xlsx"`)
      .header('cache-control', 'private, no-store')
      .header('x-content-type-options', 'nosniff')
      .send(content)
  })
}
