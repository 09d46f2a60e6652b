"""The context object of a handler."""

import logging

import _coldstart

CLIENT_FIELDS = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class Fields:
    """An object whose attributes come from a dictionary; what is not there is None."""

    __slots__ = ()

    def __init__(self, values):
        for name in self.__slots__:
            setattr(self, name, values.get(name))

    def __repr__(self):
        fields = ",".join(f"{name}={getattr(self, name)}" for name in self.__slots__)
        return f"{type(self).__name__}([{fields}])"


class Client(Fields):
    """The app that calls."""

    __slots__ = CLIENT_FIELDS


class ClientContext(Fields):
    """What the caller sent as client context."""

    __slots__ = ("custom", "env", "client")

    def __init__(self, values):
        super().__init__(values)
        if isinstance(self.client, dict):
            self.client = Client(self.client)


class CognitoIdentity:
    """Who calls, if they came with Cognito."""

    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")

    def __init__(self, values):
        self.cognito_identity_id = values.get("cognitoIdentityId")
        self.cognito_identity_pool_id = values.get("cognitoIdentityPoolId")

    __repr__ = Fields.__repr__


class LambdaContext:
    """What a handler is told about its environment and this event."""

    def __init__(self, config, call):
        client = call.get("clientContext")
        self.aws_request_id = call["requestId"]
        self.log_group_name = config["logGroup"]
        self.log_stream_name = config["logStream"]
        self.function_name = config["functionName"]
        self.memory_limit_in_mb = str(config["memoryMib"])
        self.function_version = config["functionVersion"]
        self.invoked_function_arn = call["invokedFunctionArn"]
        self.client_context = ClientContext(client) if isinstance(client, dict) else None
        identity = call.get("identity")
        self.identity = CognitoIdentity(identity if isinstance(identity, dict) else {})
        self.tenant_id = None

    def get_remaining_time_in_millis(self):
        """Milliseconds until the function's timeout."""
        return _coldstart.remaining_ms()

    def log(self, msg):
        """One log event, as the handlers of the root logger write it."""
        for handler in logging.getLogger().handlers:
            sink = getattr(handler, "log_sink", None)
            if sink is not None:
                sink.log(str(msg))

    def __repr__(self):
        return f"LambdaContext([{','.join(f'{name}={value}' for name, value in vars(self).items())}])"
