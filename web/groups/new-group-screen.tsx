import { useNavigate } from '@tanstack/react-router'
import { useCreateGroup } from '../data/groups.ts'
import { Page } from '../ui/page.tsx'
import { useSay } from '../ui/words.tsx'
import { GroupForm } from './group-form.tsx'
import classes from './groups.module.css'

export function NewGroupScreen() {
  const say = useSay()
  const navigate = useNavigate()
  const create = useCreateGroup()
  return (
    <Page title={say('groups.new.title')} intro={say('groups.new.intro')}>
      <div className={`card ${classes.panel}`}>
        <GroupForm
          submit={say('groups.new.submit')}
          saving={create}
          save={values => create.mutate(values, { onSuccess: group => navigate({ to: `/groups/${group.id}` }) })}
        />
      </div>
    </Page>
  )
}
