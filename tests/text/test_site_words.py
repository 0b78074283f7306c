"""Lines that a site writes between the lines of its articles, and lines of articles that look a little like them."""

# ruff: noqa: E501 (one line a line)
from __future__ import annotations

import pytest

from assistant.corpus.boilerplate import mark
from assistant.corpus.lines import lines_of
from assistant.text.site_words import is_of_the_site

SITE = """
Passengers wait for the N7 outside Central Station. Photograph: Tom Reyes/The Evening Post
Sign up to our weekly transport newsletter
Invalid email
By signing up you agree to our terms of service.
Most viewed
Reuse this content
Published
2 hours ago
The BBC is not responsible for the content of external sites.
Follow us on Instagram at @islandnews
Skip to main content
Open Navigation Menu
Photography by Ines Castro
© 2024 Northern Review. All rights reserved.
Privacy Policy | Terms of Use | Your Privacy Choices
LISBON, May 9 (Reuters) -
Purchase Licensing Rights
Suggested Topics:
(AP Video: Marko Alvarez)
___
Associated Press writer Astrid Suarez contributed to this report.
Copyright 2024 The Associated Press. All rights reserved. This material may not be published, broadcast, rewritten or redistributed without permission.
Listen to this article
Gift Article
Save to your read later list
Change your alert settings
Loading...
Get the Post Most Newsletter
The most popular and interesting stories of the day to keep you in the know. In your inbox, every day.
Like this:
Like Loading...
Tagged bread, prize, Mill Street
Leave a Reply
Name *
Email *
Website
Save my name, email, and website in this browser for the next time I comment.
This site uses Akismet to reduce spam. Learn how your comment data is processed.
We value your privacy
We and our 842 partners store and/or access information on a device, such as unique IDs in cookies to process personal data.
Accept all
Reject all
Print this page
E-mail this article
Report an error
Was this article helpful?
Staff Reporter
ALSO READ: Coffee farmers get new seedlings
Also Read | Sugar imports resume
Join our WhatsApp channel for breaking news
Download the app
For the latest news, follow us on Telegram
Topics : tea exports Kenya
Words by Fiona Clarke. Pictures by Dan Wu.
The bridge at dawn. Photo: Dan Wu
Do you live near the bridge? Email us at yourstory@sanpedrotimes.example
… we have a small favour to ask. Tens of millions have placed their trust in our journalism.
Support us
Remind me in June
Video length 2 minutes 14 seconds 2:14
Around the web
Sponsored Content
Recommended by Outbrain
Tags: election, recount
Disclaimer: The views expressed in this article are those of the author.
Advertise with us
Contact us
About us
By Ruth Llewellyn @ruthwrites
Health reporter
Get involved with the news in your community
This website and associated newspapers adhere to the Independent Press Standards Organisation's Editors' Code of Practice.
Last Updated:
Von Jens Albers
Artikel anhören
Teilen
Start der Rakete in Kourou (Foto: dpa)
Lesen Sie auch: Wie Satelliten vor Stürmen warnen
Newsletter abonnieren
Zur Startseite
Kommentare
Alle Rechte vorbehalten
Par Claire Moreau
Temps de lecture : 3 min.
Partager
Lire aussi : Le vin sans alcool gagne du terrain
S'abonner à la newsletter
Réagir
Article réservé aux abonnés
Lena Brandt/City Zoo
Sponsor Message
Become a member
Email
Reading Time: 2 minutes
Why you can trust SCH
Additional reporting by Wong Mei
Click here to read the full story
Select Voice
Select Speed
1.00x
This article appeared in the print edition as: Toy drones carried watches
——
Got a news tip? Contact the newsroom at tips@valleyvoice.example or 555-0134.
Want more local news? Subscribe to the Valley Voice today for $1.
Trending Now
This interview has been edited for length and clarity.
Illustration by Noor Haddad
Listen on Apple Podcasts | Spotify
Subscribe to the podcast
Transcript has been generated automatically and may contain errors.
Article content
We apologize, but this video has failed to load.
Try refreshing your browser, or tap here to see other videos from our team.
Advertisement 2
This advertisement has not loaded yet, but your article continues below.
©2024 Bloomberg L.P.
Copy Link
Trending
The chamber during Wednesday's vote | Photo: Reuters
Words: Peter Moss
Images: Lara Ohm
Enjoyed this story? Sign up for more like it
Join the conversation on our Facebook page
Business Editor
Comment
Copy article link
A post office in Glenmore, one of those to close. Picture: PA Archive
Don't miss a story: get our app
Newsletter
Your daily briefing, delivered at 7am
Submit
Do you have pictures of the tanker? Send them to us at pictures@cape.example
Want to know more? Read our guide to brass bands
Advertisement - scroll to continue
BREAKING
This is a developing story and will be updated.
Updated at 14.35
Get in touch with us by emailing our news team at newsroom@orsk.example.
For more stories like this, check our news page.
Jo Whitcombe, transport editor
Explore more on these topics
Reading Time: 2 mins read
ShareTweetSend
""".strip().split("\n")
ARTICLE = """
Council votes to keep the night buses
The city council voted 31 to 12 on Tuesday to keep the night buses running until at least 2027.
The service, which carries about 4,000 people a night, had been threatened by a budget gap of 2.3 million pounds.
"People who clean our hospitals need to get home," said councillor Amit Rao.
Comments made by residents at the hearing were overwhelmingly in favour of the buses.
Volcano ash grounds flights across three islands
Ash from the volcano grounded more than 60 flights on Sunday, stranding thousands of tourists.
The eruption began shortly after 04:00 local time and sent a column of ash nine kilometres into the sky.
Airlines said that they would resume flights once the wind turned.
Inside the library that lends tools
On the ground floor of a former bank in Leeds, you can borrow a lathe for a week.
The library, founded by a retired plumber, has 1,200 members and lends about 90 tools a day.
Nothing has ever been stolen, says its founder, George Pell, although a ladder once came back two metres shorter.
Members pay 20 pounds a year. Those who cannot pay repair what others have broken.
Fishermen block port over quota cut
Fishermen blocked the port of Setubal on Thursday to protest a cut in the sardine quota to 29,000 tonnes.
Police said about 80 boats took part. "We will stay until the minister comes," said union leader Paulo Mendes.
The ministry did not immediately respond to a request for comment.
Scientists find a new species of frog in a city park
BOGOTA, Colombia (AP) — Scientists have found a new species of frog in a park surrounded by six lanes of traffic.
The frog, no longer than a fingernail, calls only between two and four in the morning.
Biologist Ana Lucia Prieto said that she had walked past the pond for eleven years before she heard it.
Heat record broken in the north for the third time this month
Thermometers in Tromso showed 31.4 degrees on Wednesday, a record for the month.
Save water where you can, the municipality asked its residents.
The previous record, 29.9 degrees, had stood since 1972.
Share prices of makers of fans rose by up to 12 percent.
Local bakery wins prize for its rye bread
The bakery on Mill Street has won the regional prize for the best rye bread.
Its owner, Petra Lind, bakes 300 loaves a day in an oven that her grandfather built.
Parliament passes law on four-day week
Parliament passed a law on Thursday that lets companies with more than fifty workers try a four-day week.
The law, passed by 140 votes to 88, takes effect on 1 January 2025.
Unions welcomed it; the employers' association said that it would accept the vote.
Tea exports fall as rains fail
Tea exports fell by a fifth in the first quarter after the short rains failed, the tea board said.
Prices at the Mombasa auction rose to 2.81 dollars a kilogram.
Farmers in Kericho have begun to plant avocados instead.
The bridge that sings in the wind
When the wind comes from the west, the new bridge in San Pedro sings.
Engineers say that the sound, a low B flat, comes from slats in the railing.
Some residents sleep badly. Others have recorded the bridge and sell its song.
Museum returns bronze head to Benin
The museum handed over the bronze head at a ceremony in Benin City on Friday.
It had been taken by British soldiers in 1897 and bought by the museum in 1931 for 75 pounds.
Director Elaine Foster called the return overdue.
Election commission recounts votes in two districts
The election commission began to recount votes in two districts on Friday after a margin of 41 votes.
Observers from both parties were admitted to the hall in Ho.
The result is expected by Monday evening.
Hospital opens ward for long illness
A ward for patients who have not recovered from infections opened at the county hospital on Tuesday.
It has twelve beds and a garden, and will cost 1.8 million pounds a year.
"We had nowhere to send these people," said Dr Helen Marsh.
Rakete bringt Wettersatellit ins All
Eine Rakete hat am Mittwoch einen Wettersatelliten in seine Umlaufbahn gebracht.
Der Satellit soll zwölf Jahre lang Bilder von Wolken und Meereis liefern.
La vendange commence plus tôt que jamais
Dans le sud, la vendange a commencé le 12 août, dix jours plus tôt que l'an dernier.
Les viticulteurs attendent une récolte inférieure de 15 % à la moyenne.
Strike at the zoo ends after nine days
Keepers at the zoo returned to work on Saturday after nine days of strike.
They will get 6 percent more pay and a warm meal on weekends.
By Sunday evening all animals had been moved back to their enclosures, the zoo said.
With help from volunteers, the elephants had been fed throughout the strike.
Smugglers used toy drones to carry watches
Customs officers seized 411 watches that smugglers had flown over the border with toy drones.
Three men were arrested on Thursday. The watches are worth about 9 million dollars.
Investigators said that each drone carried two watches at a time.
Farmers' market moves to the old station
The market on Saturday mornings moves to the old railway station from 1 June, the town said.
Subscribers to the vegetable box can collect it at platform 2.
Follow the signs from the church; parking is free until noon.
Related businesses, such as the cheese shop, will stay at the square.
The editor of the town's chronicle, who attended the first market in 1958, will cut the ribbon.
Interview: "I still write by hand"
Q: When do you write?
A: Before five in the morning, when nobody wants anything from me.
Q: Do you read the comments?
A: Never. My sister reads them and tells me the kind ones.
Bank raises rates by a quarter point
The central bank raised its main rate to 4.75 percent on Thursday, the first rise in fourteen months.
Governor Ines Vidal said that inflation remained "too high for comfort".
The crown rose by 0.8 percent against the euro.
Copyright reform passes second reading
Copyright reform passed its second reading on Wednesday by 204 votes to 167.
The report was published on Tuesday by the ministry of culture.
The judge ruled that the names of the children may not be published.
Topics in the debate included libraries, schools and music.
By Monday the committee wants to hear forty authors.
A day with the lighthouse keeper
Maria Lopez contributed to the discovery of the comet before she came to the island.
She is a writer and editor of charts, and keeps the last manned light of the coast.
Follow the path behind the church and you come to her door.
Share a meal with her and she will show you the lamp.
Comments carved into the stairs go back to 1823.
Listen: that hum, she says, is the generator.
Post offices in 40 villages to close
Post offices in forty villages will close by the end of the year, the company said.
Save for two on the islands, all of them lose money.
Email has replaced the letter, the company's head told reporters.
Print runs of the stamp catalogue fell to 900.
Oil tanker refloated off the cape
The tanker Selma was refloated on Wednesday after four tugs had pulled for six hours.
No oil was lost. Video from a helicopter shows the ship riding low at the stern.
The most important thing is that people fish here every day, said the mayor.
Choir of miners sings in the opera
A choir of forty miners sang in the opera house on Saturday for the first time.
Related professions, from smelters to train drivers, filled the balcony.
Subscribe was the word that nobody used: the seats cost nothing.
Tickets for the second night went within an hour.
Fire destroys furniture factory
A fire destroyed a furniture factory in Orsk on Thursday morning, fire officers said.
Ninety workers left the building unhurt. The roof fell in at about 08:30.
Advertisements for new staff had hung at the gate for weeks.
The owner, Gleb Antonov, said that he would build again.
Train drivers accept pay offer
Train drivers accepted an offer of 5 percent on Monday and called off the strike planned for July.
The union's members voted by 81 percent for it.
Read the agreement closely, the union's head told them, before you vote.
Two planets meet in the morning sky
Mars and Jupiter will stand within a finger's breadth of each other on 14 August.
Look to the east an hour before sunrise. A pair of binoculars shows Jupiter's moons.
About the author of the first star map little is known.
A copyright case against the museum was dropped on Friday.
The report was published on Tuesday and says that this article of the law has been ignored.
Tags on the whales showed that they had swum 9,000 kilometres.
The most important bridge of the valley was closed every day last week.
Do you know what they told us? Nothing, said the mayor.
Contact with the probe was lost on Monday.
Anna Lind is a reporter in the film, and Jonas Berg plays her editor.
We collect rain in barrels and use the data of the weather service, he said.
Newsletters of the parish from 1911 were found in the attic.
""".strip().split("\n")


@pytest.mark.parametrize("line", SITE)
def test_what_a_site_says_of_itself_is_known(line: str) -> None:
    assert is_of_the_site(line)


@pytest.mark.parametrize("line", ARTICLE)
def test_lines_of_an_article_are_not_taken_for_it(line: str) -> None:
    text = (
        f"A headline\n\nThe ministry said so in a statement on Monday.\n\n{line}\n\nIt did not say more than that.\n\n"
    )
    assert mark(list(lines_of(text))) == []


def test_the_author_s_life_is_marked_at_the_end_alone() -> None:
    about = "Ann-Marie Lee is a freelance reporter based in Oslo who writes about the sea."
    prose = "\n\n".join(f"On day {day} the ship was {day} miles from the coast, the log says." for day in range(12))
    kinds = [span.kind for span in mark(list(lines_of(f"{about}\n\n{prose}\n\n{about}\n")))]
    assert kinds == ["byline"]
