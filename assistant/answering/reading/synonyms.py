"""Words that news and reports use for one thing, so that a question need not be put in an article's own words."""

from __future__ import annotations

from assistant.text.words import stem

# One group a line: words that stand for each other in most sentences. Forms follow from the stem.
_GROUPS = """
accuse allege blame
acquire buy purchase takeover
admit acknowledge concede confess
aid assist help assistance
aim goal objective purpose intend seek
airplane aircraft jet plane
allow permit authorize authorise approve
ally partner
announce reveal disclose unveil divulge
answer reply respond response
anger fury outrage
appoint nominate
approach contact reach outreach overture
arrest detain apprehend
arsenal stockpile
assault attack strike raid
attorney lawyer counsel
ban prohibit outlaw forbid bar
begin start commence
bill legislation law act statute
bomb explosive
boost raise increase hike lift
boss chief head leader
build construct erect
business company firm corporation
cancel scrap abandon axe
car automobile vehicle
cause reason
chairman chairwoman chair chairperson
child kid
citizen resident inhabitant
climb rise soar surge jump grow
close shut
collapse fail
comment remark
concern worry alarm trouble
condemn denounce criticize criticise slam blast
condition precondition prerequisite
confirm verify
conflict war fighting
cooperate collaborate
cost price
country nation
couple pair
court tribunal
crash accident
crisis emergency
cut reduce slash decrease lower
damage harm
danger risk threat
deadly fatal lethal
deal agreement accord pact treaty
death fatality
debt borrowing
decide determine resolve
decline fall drop plunge slump
defeat beat
delay postpone defer
demand require insist
demolish destroy raze
demonstration protest rally
depart leave
deploy station
describe characterize characterise depict
diplomat envoy ambassador
discuss discussion talk
dismiss sack oust
disagreement dispute row quarrel
doctor physician
downplay minimize minimise
drill exercise manoeuvre maneuver
earnings profit
ease relax loosen
economy economic
election poll vote ballot
employ hire
employee worker staff
end finish conclude
enemy foe adversary
evacuate flee
expand enlarge widen
expel deport
expert analyst specialist
finance fund
flood flooding
food meal
forecast predict expect projection
found establish
frighten scare
fuel petrol gasoline
government administration
halt stop cease suspend freeze
hide conceal
home house
hope wish want
hospital clinic
hostage captive
hurt injure wound
illegal unlawful
illness disease sickness
imprison jail prison
improve better
inquiry investigation probe
insult mock
invade invasion
jobless unemployed
kill slay murder
kind type sort
previous former
lawmaker legislator parliamentarian
learn discover find
link connect tie
location place site venue
loss deficit
manufacture produce make
marry wed
media press newspaper
meet meeting summit encounter
member participant
message signal
military army troops soldiers
mission task
money cash
negotiate negotiation talk
obstacle barrier hurdle
offer proposal propose
oil crude petroleum
opponent rival
oppose object resist
outcome result
parliament legislature
pause break
payment pay
plan scheme strategy
police officer officers
poor impoverished
postpone shelve
praise laud hail applaud
pressure push
prevent avert avoid
probable likely
promise pledge vow
provoke provocation
publish release
pupil student
quit resign
quarrel feud
rate pace
reassure assure
rebel insurgent militant
recession downturn
record register
refrain abstain
refugee migrant
refuse reject decline
regime government
region area
rehearse practise practice
relieve relief
remain stay
repair fix
replace succeed
reporter journalist correspondent
request ask appeal
rescue save
responsible accountable
restart resume reopen
restrict limit curb
review examine assess
rich wealthy
rocket missile projectile
rule govern
ruin wreck
sailor seaman
sanction embargo penalty
schedule plan
school college
scientist researcher
sea ocean
secret clandestine covert
sell sale
send dispatch
sentence jail
shipment cargo
launch fire shoot
show demonstrate display
sick ill
sister sibling
speech address
spokesman spokeswoman spokesperson
spread expand
statement declaration
steal theft rob
storm hurricane typhoon cyclone
street road
study research survey
sue lawsuit
suggest propose recommend
summon call
support endorse
suspect believe
tariff duty
tax levy
thief robber
tour trip visit travel journey
trade commerce
try attempt effort
turnover revenue sales
unite united join
urge press call
use utilize utilise
victory win triumph
view opinion stance position
village town
violate breach break
violence unrest
warn caution
weapon arms
woman female
"""


def _read(groups: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in groups.strip().splitlines():
        group = frozenset(stem(word) for word in line.split())
        for one in group:
            found[one] = found.get(one, frozenset()) | group
    return found


SYNONYMS = _read(_GROUPS)  # of each stem those that may stand for it, its own among them
