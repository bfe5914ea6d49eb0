/** Bakes images: a builder from a base image, provisioned, made into an image, copied, shared and cleaned up after. */
package io.jenkins.plugins.spindelivery.engine.aws.bake;
