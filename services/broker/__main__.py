import sys

from services.broker.service import main

sys.exit(main(sys.argv[1:]))
