import { useQuery } from '@tanstack/react-query'
import type { Group } from '../../contract/api/groups.ts'
import { oneGroup } from '../data/groups.ts'
import { useAddressPart } from '../ui/address.ts'

/** The group of this address. Its parts may rely on it: the screen around them has read it. */
export function useGroup(): Group {
  const { data } = useQuery(oneGroup(useAddressPart('groupId')))
  if (!data) throw new Error('this part stands inside the group screen, which reads the group')
  return data
}
