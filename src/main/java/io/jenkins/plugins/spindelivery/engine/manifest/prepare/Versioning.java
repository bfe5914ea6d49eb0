package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The option that says which objects of a request get versions. An object's own annotation beats it. */
public enum Versioning {
    /** Every object gets a version. */
    @JsonProperty("true")
    TRUE,
    /** No object gets a version. */
    @JsonProperty("false")
    FALSE,
    /** As the object's kind has it. */
    @JsonProperty("default")
    DEFAULT
}
