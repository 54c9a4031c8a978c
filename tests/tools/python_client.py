"""A client in another language, with no generated code: all that it knows of the services it learns from reflection.

    python_client.py HOST:PORT DAY

It declares an incapacity that starts on DAY (ISO 8601), then does what must fail, and prints one JSON object a line: the
step, and the answer or the failure with its details decoded. The tokens of a physician and a coordinator come in the
environment, as TRAJET_PHYSICIAN and TRAJET_COORDINATOR.
"""

import json
import os
import sys
import uuid
from datetime import date

import grpc
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.message_factory import GetMessageClass
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

SERVICE = "trajet.assessment.v1.AssessmentService"
WAIT = 30


def niss(first_nine, off_by=0):
    """A number with check digits that fit, or are off."""
    return f"{first_nine}{97 - first_nine % 97 - off_by:02}"



class Services:
    """Calls methods by name, with requests and answers as plain dictionaries."""

    def __init__(self, address):
        self.channel = grpc.insecure_channel(address)
        self.reflected = ProtoReflectionDescriptorDatabase(self.channel)
        self.pool = DescriptorPool(self.reflected)

    def message(self, name):
        return GetMessageClass(self.pool.FindMessageTypeByName(name))

    def call(self, method, token, request):
        descriptor = self.pool.FindServiceByName(SERVICE).methods_by_name[method]
        stub = self.channel.unary_unary(
            f"/{SERVICE}/{method}",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=GetMessageClass(descriptor.output_type).FromString,
        )
        request = ParseDict(request, GetMessageClass(descriptor.input_type)())
        metadata = [("authorization", f"Bearer {token}"), ("accept-language", "nl")]
        answer = stub(request, metadata=metadata, timeout=WAIT)
        return MessageToDict(answer, preserving_proto_field_name=True)

    def failure(self, error):
        """The details of a failed call, by the names of their types."""
        trailers = dict(error.trailing_metadata())
        status = self.message("google.rpc.Status").FromString(trailers["grpc-status-details-bin"])
        details = {}
        for packed in status.details:
            name = packed.type_url.rsplit("/", 1)[-1]
            detail = self.message(name).FromString(packed.value)
            details[name] = MessageToDict(detail, preserving_proto_field_name=True)
        return {"code": error.code().name, "message": error.details(), "details": details}


def on(day):
    return {"year": day.year, "month": day.month, "day": day.day}


def declaration(number, day):
    return {
        "request_id": str(uuid.uuid4()),
        "person": {
            "niss": number,
            "name": {"surname": "Testeling", "first_names": "An"},
            "sex": "SEX_FEMALE",
            "language": "LANGUAGE_DUTCH",
            "municipality_code": "21004",
        },
        "scheme": "SCHEME_EMPLOYEES",
        "certificate": {
            "issued_on": on(day),
            "incapacity_start": on(day),
            "expected_end": on(day),
            "prognosis": "PROGNOSIS_UNCERTAIN",
        },
        "employment": {"has_contract": True},
        "activity_ceased_on": on(day),
    }


def recognition(case_id, etag, day):
    return {
        "request_id": str(uuid.uuid4()),
        "case_id": case_id,
        "etag": etag,
        "decided_on": on(day),
        "decided_by": "DECIDING_BODY_ADVISING_PHYSICIAN",
    }


def main(address, day):
    physician, coordinator = os.environ["TRAJET_PHYSICIAN"], os.environ["TRAJET_COORDINATOR"]
    services = Services(address)

    def step(name, method, token, request):
        try:
            told = {"answer": services.call(method, token, request)}
        except grpc.RpcError as error:
            told = services.failure(error)
        print(json.dumps({"step": name, **told}), flush=True)
        return told.get("answer", {})

    print(json.dumps({"step": "services", "answer": sorted(services.reflected.get_services())}), flush=True)
    wrong = declaration(niss(850115003, off_by=1), day)
    wrong["person"]["municipality_code"] = "nowhere"
    step("wrong niss", "DeclareIncapacity", physician, wrong)
    step("wrong role", "RecogniseIncapacity", coordinator, recognition(str(uuid.uuid4()), "", day))
    request = declaration(niss(850115003), day)
    declared = step("declare", "DeclareIncapacity", physician, request)
    step("repeat", "DeclareIncapacity", physician, request)
    case_id, etag = declared["case_id"], declared["etag"]
    step("recognise", "RecogniseIncapacity", physician, recognition(case_id, etag, day))
    step("stale etag", "RecogniseIncapacity", physician, recognition(case_id, etag, day))
    too_early = {"request_id": str(uuid.uuid4()), "case_id": case_id, "category": "CATEGORY_TWO_NO_RETURN"}
    step("too early", "RecordFirstEstimate", physician, too_early)


if __name__ == "__main__":
    main(sys.argv[1], date.fromisoformat(sys.argv[2]))
