import { rootCategories, subcategoriesOf } from '../../../domain/knowledge/categories.sql.ts'
import { quickLinkPages } from '../../../domain/knowledge/quick-links.ts'
import { type Edge, edge } from '../node.ts'
import { categories } from '../nodes/category.ts'
import { quickLinks } from '../nodes/quick-link.ts'
import { nothing } from '../nothing.ts'
import {
  addQuickLink,
  bringDocument,
  bringPhoto,
  bringVideo,
  createRootCategory,
  createSubcategory,
} from '../writes/library.ts'
import { byId, only } from './community-edges.ts'

const needs = ['read_library', 'manage_library'] as const

/** The library as it stands under the community. */
export const libraryRoots: Readonly<Record<string, Edge>> = {
  knowledge_library_categories: edge('knowledge_library_categories', {
    needs,
    to: categories,
    pages: async (call, parents, asked) => only(parents, await rootCategories(call.caller.bot, byId(asked))),
    cursorOf: row => row.id,
    create: createRootCategory,
  }),
  knowledge_quick_links: edge('knowledge_quick_links', {
    needs,
    to: quickLinks,
    pages: async (call, parents, asked) => only(parents, await quickLinkPages(call.caller.bot, byId(asked))),
    cursorOf: row => row.id,
    create: addQuickLink,
  }),
}

export const categoryEdges: Readonly<Record<string, Edge>> = {
  subcategories: edge('subcategories', {
    needs,
    to: categories,
    pages: (call, parents, asked) => subcategoriesOf(call.caller.bot, parents, byId(asked)),
    cursorOf: row => row.id,
    create: createSubcategory,
  }),
  photos: { needs: [], create: bringPhoto },
  videos: { needs: [], create: bringVideo },
  files: { needs: [], create: bringDocument },
  // The library is kept for programs: nobody opens, answers or likes it in our screens.
  seen: nothing(...needs),
  comments: nothing(...needs),
  reactions: nothing(...needs),
  likes: nothing(...needs),
}
