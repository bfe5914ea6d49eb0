package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import io.fabric8.kubernetes.client.OAuthTokenProvider;

/** A bearer token that can be had anew, from a program or a file. Safe for use by several threads. */
public interface RenewableToken extends OAuthTokenProvider {

    /**
     * The token to send.
     *
     * @return the token, renewed first when it is known to have expired
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it can't be renewed
     */
    @Override
    String getToken();

    /**
     * Gets a new token because the server refused one.
     *
     * @param refused the token that was refused; when another thread has renewed it since, nothing is done
     * @return whether {@link #getToken()} now gives another token, so that trying again makes sense
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it can't be renewed
     */
    boolean renew(String refused);
}
