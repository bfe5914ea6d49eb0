/** The way to AWS: accounts, clients by region, and errors in plain words. */
package io.jenkins.plugins.spindelivery.engine.aws.api;
