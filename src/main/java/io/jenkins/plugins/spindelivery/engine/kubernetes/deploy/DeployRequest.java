package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import java.util.Objects;

/**
 * What a deploy is asked to do, besides its manifests.
 *
 * @param account the id of the account whose cluster it goes to
 * @param preparation what is made of the manifests
 * @param options how the deploy behaves
 */
public record DeployRequest(
        @JsonProperty("account") String account,
        @JsonProperty("preparation") PreparationOptions preparation,
        @JsonProperty("options") DeployOptions options) {

    public DeployRequest {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(preparation, "preparation");
        Objects.requireNonNull(options, "options");
    }
}
