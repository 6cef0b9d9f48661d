-----BEGIN PGP SIGNATURE-----

iJUEABMJAB0WIQTjl7fyFhLG7BtQfKN8kZeX//eWdgUCawoFhAAKCRB8kZeX//eW
du8BAYCLhHOoupmzhgKpsgs8q5lezo3MO6wkHmRxUnjy2kLDMWbekXzIekJeIhyg
e7L916gBf1O2aMnw5IBd/hwYViSbrcdDcr2YclaAU/hv+na9s8HHOj1dszwzKjYd
YKcv5IRu1w==
=h6d0
-----END PGP SIGNATURE-----
