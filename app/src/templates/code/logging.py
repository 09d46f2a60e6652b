# The logging module puts level, time and request id before each line; print writes the text alone.
import logging
import os

logger = logging.getLogger()
logger.setLevel(os.environ.get("LEVEL", "INFO"))


def lambda_handler(event, context):
    logger.debug("only with LEVEL=DEBUG: %s", event)
    logger.info("hello %s", event.get("name", "world"))
    try:
        int(event.get("count", "many"))
    except ValueError:
        logger.exception("count is no number")
    return {"level": logging.getLevelName(logger.level)}
