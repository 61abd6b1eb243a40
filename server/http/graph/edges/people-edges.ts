/** Lists of what people have: skills, badges; and of people by them. */
import { badgePages, badgesOf } from '../../../domain/badges/badges.ts'
import { membersOfSets, peopleSetPages } from '../../../domain/people-sets/people-sets.ts'
import { membersWithSkills, skillPages, skillsOfMembers } from '../../../domain/skills/skills.ts'
import { type Edge, edge } from '../node.ts'
import { badges } from '../nodes/badge.ts'
import { members } from '../nodes/member.ts'
import { peopleSets } from '../nodes/people-set.ts'
import { skills } from '../nodes/skill.ts'
import { giveBadge, giveSkill, makeSet, putInSet, takeFromSet, takeSkill } from '../writes/people.ts'
import { byId, only } from './community-edges.ts'

const profile = ['read_profile', 'manage_profiles', 'manage_accounts'] as const

/** Under the community. */
export const peopleLists: Readonly<Record<string, Edge>> = {
  skills: edge('skills', {
    needs: profile,
    to: skills,
    pages: async (call, parents, asked) => only(parents, await skillPages(call.caller.bot, byId(asked))),
    cursorOf: row => row.id,
  }),
  badges: edge('badges', {
    needs: ['manage_badges'],
    to: badges,
    pages: async (call, parents, asked) => only(parents, await badgePages(call.caller.bot, byId(asked))),
    cursorOf: row => row.key,
  }),
  people_sets: edge('people_sets', {
    needs: ['read_members', 'manage_accounts'],
    to: peopleSets,
    pages: async (call, parents, asked) => only(parents, await peopleSetPages(call.caller.bot, byId(asked))),
    cursorOf: row => row.id,
    create: makeSet,
  }),
}

/** Under a member. */
export const heldByMembers: Readonly<Record<string, Edge>> = {
  skills: edge('skills', {
    needs: profile,
    to: skills,
    pages: (call, parents, asked) => skillsOfMembers(call.caller.bot, parents, byId(asked)),
    cursorOf: row => row.id,
    create: giveSkill,
    remove: takeSkill,
  }),
  badges: edge('badges', {
    needs: ['manage_badges'],
    to: badges,
    pages: (call, parents, asked) => badgesOf(call.caller.bot, parents, byId(asked)),
    cursorOf: row => row.key,
    create: giveBadge,
  }),
}

export const skillEdges: Readonly<Record<string, Edge>> = {
  users: edge('users', {
    needs: profile,
    to: members,
    pages: (call, parents, asked) => membersWithSkills(call.caller.bot, parents, byId(asked)),
    cursorOf: row => row.id,
  }),
}

export const peopleSetEdges: Readonly<Record<string, Edge>> = {
  members: edge('members', {
    needs: ['read_members', 'manage_accounts'],
    to: members,
    pages: (call, parents, asked) => membersOfSets(call.caller.bot, parents, byId(asked)),
    cursorOf: row => row.id,
    create: putInSet,
    remove: takeFromSet,
  }),
}
