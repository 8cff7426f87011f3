"""Who is told what about reviews, by mail and in their calendar.

What happened is announced by signals (review.signals). ``events`` decides, once the transaction is over, who is told;
``people`` knows whom a text concerns, ``letters`` finds the words, ``sending`` hands them to the mail server. Nothing
here can stop or undo what it tells of.
"""
